import sys

from jalon.config.command import main

sys.exit(main())

"""Charts and maps as SVG that the server draws: the same picture on a page, in a PDF and on paper."""

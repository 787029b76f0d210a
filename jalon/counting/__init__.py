"""Those who cross without being named: neighbours counted by keypad, herds and carts by head."""

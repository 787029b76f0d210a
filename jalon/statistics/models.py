"""What the border's figures are: counts kept as entries arrive, charts, exports, indicators."""

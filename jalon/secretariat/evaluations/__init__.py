"""An evaluation in words and pictures: what the page, the PDF, the workbook and the draft communiqué are made of."""

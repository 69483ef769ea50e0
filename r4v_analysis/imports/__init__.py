"""Files of FTS, HDX and R4V into tables of data/, versioned, whole or not at all."""

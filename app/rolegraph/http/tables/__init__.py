"""Tables: rows of JSON as CSV, XLSX, NDJSON, Arrow or Parquet, for every list and answer."""

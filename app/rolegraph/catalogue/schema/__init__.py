"""What the shapes say of things: types, fields, JSON Schema and the JSON-LD context."""

"""Workflows as diagrams for other programs: BPMN 2.0 and Mermaid."""

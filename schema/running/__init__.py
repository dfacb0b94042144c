"""How a document is carried out: parsed, validated, prepared, executed; and what is told when it fails."""

"""Parts of PowerPoint and Excel files: native charts, drawings and tables, plain texts, sheets."""

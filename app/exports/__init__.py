"""Take-away files: a presentation as PowerPoint, HTML, PDF and Excel, charts as pictures, tables as files."""

"""Parts of the page that Streamlit does not have: each a small script with its Python wrapper."""

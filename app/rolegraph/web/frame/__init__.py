"""What all pages share: templates, headers, links, assets, formats of an address."""

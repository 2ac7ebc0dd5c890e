"""What is known of all things at a revision: addresses, labels, links, places in lists."""

"""From a delivered object to a started crawl."""

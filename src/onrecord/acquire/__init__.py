"""Pages from files, folders, archives, feeds and addresses: inputs named by a person in, Page values out."""

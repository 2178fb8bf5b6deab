"""Who may do what: users, sessions, tokens, and what keeps other sites and other machines out."""

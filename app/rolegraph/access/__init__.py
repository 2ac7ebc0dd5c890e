"""Who may do what: tokens of this service, tokens of an OpenID Connect issuer, and roles."""

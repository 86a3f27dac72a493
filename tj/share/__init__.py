"""What a therapist is given: choice, redaction, bundle, keys, address book, sealing, opening, ledger, replies."""

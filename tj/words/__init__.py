"""What tj says to people: all messages, a module for each family of commands."""

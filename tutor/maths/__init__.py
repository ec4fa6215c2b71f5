"""Pure mathematics: expressions, losses, update rules and the engine. No UI, no files, no clock."""

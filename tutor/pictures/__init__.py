"""Numbers → drawn cells: pictures for any terminal, and a sentence for each. No Textual here."""

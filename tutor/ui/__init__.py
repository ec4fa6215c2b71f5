"""The full-screen view, in Textual. Thin: it paints a session and turns keys into events."""

"""Report the notation of other tools that means no answer: pandoc prints it as text."""

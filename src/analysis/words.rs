//! Sentences for verdicts, caveats and undefined statistics. The only place where they are worded.

"""What comes in from outside, made up at random: no crash, no internal error, no answer later than its limit."""

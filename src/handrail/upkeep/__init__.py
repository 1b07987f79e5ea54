"""What goes on by itself: ending what is over, passing on what nobody answers, telling people that something waits."""

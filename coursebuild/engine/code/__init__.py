"""What is done with the files whose code lessons show: write them apart, and run a command on them."""

# I will do this tomorrow

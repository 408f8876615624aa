# my homework

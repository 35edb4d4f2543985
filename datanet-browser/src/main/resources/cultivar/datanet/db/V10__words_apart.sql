-- The words are in a file of their own beside this one (see Words), so that they can be written while rows come in.
drop table contribution_words;

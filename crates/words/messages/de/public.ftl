### Die öffentliche Zeitung, und was Admins über sie entscheiden.

public-newspaper = Öffentliche Zeitung

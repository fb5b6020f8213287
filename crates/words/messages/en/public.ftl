### The public newspaper, and what admins decide about it.

public-newspaper = Public newspaper

### How pages look: the panel “Aa”.

# Read after “Aa”, which stands for letters small and large.
look-panel = : how pages look
look-theme = Colours
look-size = Text size
look-width = Width
look-face = Letters
look-theme-system = As the device
look-theme-light = Light
look-theme-dark = Dark
# Read after “A”.
look-size-smallest = smallest
look-size-small = small
look-size-normal = normal
look-size-large = large
look-size-largest = largest
look-width-narrow = Narrow
look-width-normal = Normal
look-width-wide = Wide
look-face-serif = Serif
look-face-sans = Sans

"""Events of a site: which are told (`rules`), of what they tell (`messages`), and how they get there (`delivery`)."""

"""Videos of clients: uploaded in parts, analysed one after the other, erased after a while."""

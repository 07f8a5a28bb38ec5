"""Who and where: areas through time, their lineage, and organisations (danh mục địa bàn và cơ quan)."""

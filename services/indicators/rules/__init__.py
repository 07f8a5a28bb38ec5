"""The rules of measuring: pure functions on plain values, without clock, session or files.

- ``scoring``: typed rules of a criterion, and the points they give with the reason in words;
- ``framework``: a framework (bộ chỉ số) as a tree; ``framework_file``, ``rule_file`` and ``fields`` read it from YAML;
- ``frameworks``: versions side by side, carry-over, classes of units, recognition, and the schema of the file;
- ``assessment``: three scores per criterion, differences, statuses and totals; ``proof`` explains them step by step;
- ``ranking``: places within a class of units; ``rollup``: values of units into the value of the area above;
- ``values``: what may be saved as a value of an indicator.

Everything is `Decimal` and rounds half-up. What people read is Vietnamese.
"""

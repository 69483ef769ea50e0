"""What a page leaves out: headings under which nothing stays."""

from nbformat import v4

from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.render.html.sections import arranged


def shown(*exhibits):
    outputs = [v4.new_output("display_data", {"text/html": str(exhibit.html())}) for exhibit in exhibits]
    return v4.new_code_cell("show()", outputs=outputs)


def test_an_exhibit_with_a_heading_of_its_own_keeps_no_heading_above_it():
    own = Prose(("Seventeen countries",), heading="Side by side")
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("## Readings"), shown(absent("No reading.")), shown(own)])
    found = arranged(notebook)
    assert [cell.source for cell in found.before if cell.cell_type == "markdown"] == []
    assert found.absent == ["<p>No reading.</p>"]
    assert "Side by side" in found.before[-1].outputs[0]["data"]["text/html"]

// The point tapped on the body map: from the address's fragment into the form's hidden fields.

const [, view, x, y] = /^#at=([a-z-]+),([\d.]+),([\d.]+)$/.exec(location.hash) ?? [];
const field = document.querySelector("input[name=map_view]");

if (view && field) {
  const { map_view: name, map_x: across, map_y: down } = field.form.elements;
  name.value = view;
  across.value = x;
  down.value = y;
}

// SPDX-License-Identifier: Apache-2.0
// cairo as Swift sees it: drawing on pictures, PDF and SVG in memory; and the name of the font family that was found,
// which only FreeType tells.
#ifndef ROOST_CCAIRO_SHIM_H
#define ROOST_CCAIRO_SHIM_H

#include <cairo.h>
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>

// Copies the family name of a font into `name`; 1 when there is one.
static inline int roost_cairo_family(cairo_scaled_font_t *font, char *name, int size) {
    if (size <= 0 || cairo_scaled_font_get_type(font) != CAIRO_FONT_TYPE_FT) return 0;
    FT_Face face = cairo_ft_scaled_font_lock_face(font);
    int length = 0;
    if (face && face->family_name)
        for (; length < size - 1 && face->family_name[length]; length++) name[length] = face->family_name[length];
    name[length] = 0;
    if (face) cairo_ft_scaled_font_unlock_face(font);
    return length > 0;
}

#endif

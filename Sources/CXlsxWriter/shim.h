#ifndef BREAKEVEN_CXLSXWRITER_SHIM_H
#define BREAKEVEN_CXLSXWRITER_SHIM_H

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

/*
 * Writes and frees the workbook while this thread prints numbers with a decimal point, whatever locale the program
 * has chosen: the library prints through printf, and a decimal comma would break the file. Returns -1 when the C
 * locale cannot be made; the workbook is then freed unwritten.
 */
static inline int xlsx_close_with_decimal_point(lxw_workbook *workbook) {
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!c) {
        lxw_workbook_free(workbook);
        return -1;
    }
    locale_t before = uselocale(c);
    int code = (int)workbook_close(workbook);
    uselocale(before);
    freelocale(c);
    return code;
}

/*
 * The library fills chart caches itself, but takes every formula cell for 0. The three functions below fill a range's
 * cache with given points instead; the library then leaves it alone and frees it with the chart. They reach into
 * structs that the header shows but does not document: a test pins what they write.
 */
static inline int xlsx_begin_cache(lxw_series_range *range, const char *sheet_name, int holds_text) {
    if (!range->data_cache) {
        range->data_cache = (struct lxw_series_data_points *)calloc(1, sizeof(struct lxw_series_data_points));
        if (!range->data_cache) return 0;
        STAILQ_INIT(range->data_cache);
    }
    /* A range with a sheet name is taken as parsed: the library would otherwise stumble over quoted apostrophes. */
    free(range->sheetname);
    range->sheetname = strdup(sheet_name);
    range->ignore_cache = LXW_TRUE;
    range->has_string_cache = holds_text ? LXW_TRUE : LXW_FALSE;
    range->num_data_points = 0;
    return range->sheetname != NULL;
}

static inline int xlsx_cache_number(lxw_series_range *range, double number) {
    lxw_series_data_point *point = (lxw_series_data_point *)calloc(1, sizeof(lxw_series_data_point));
    if (!point) return 0;
    point->number = number;
    STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
    range->num_data_points++;
    return 1;
}

static inline int xlsx_cache_text(lxw_series_range *range, const char *text) {
    lxw_series_data_point *point = (lxw_series_data_point *)calloc(1, sizeof(lxw_series_data_point));
    if (!point) return 0;
    point->is_string = LXW_TRUE;
    point->string = strdup(text);
    if (!point->string) {
        free(point);
        return 0;
    }
    STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
    range->num_data_points++;
    return 1;
}

#endif

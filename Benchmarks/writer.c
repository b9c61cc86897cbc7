/* Writes the cells of a list through libxlsxwriter and nothing else: the peer of WriterBenchmark.
 *
 * usage: writer read|write CELLS FILE.xlsx      build: cc -O2 -o writer writer.c -lxlsxwriter */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#define STYLES 64

struct cell {
    char kind;
    int row, column, style;
    double number;
    char *text, *formula;
};

static char *field(char **rest) {
    char *start = *rest;
    if (!start) return "";
    char *end = strchr(start, '\t');
    if (end) *end++ = 0;
    *rest = end;
    return start;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    FILE *file = fopen(arguments[2], "rb");
    if (!file) return 66;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != (size_t)size) return 74;
    text[size] = 0;
    fclose(file);

    struct cell *cells = NULL;
    size_t used = 0, room = 0;
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        if (used == room) cells = realloc(cells, (room = room ? 2 * room : 4096) * sizeof *cells);
        struct cell *cell = &cells[used++];
        char *rest = line;
        cell->kind = *field(&rest);
        if (cell->kind == 'S') {
            cell->text = field(&rest);
            continue;
        }
        cell->row = atoi(field(&rest));
        cell->column = atoi(field(&rest));
        cell->style = atoi(field(&rest)) % STYLES;
        cell->text = field(&rest);
        cell->number = cell->kind == 'N' || cell->kind == 'F' ? strtod(cell->text, NULL) : 0;
        cell->formula = field(&rest);
    }
    if (strcmp(arguments[1], "write")) return 0;

    lxw_workbook *book = workbook_new(arguments[3]);
    lxw_format *formats[STYLES];
    const char *patterns[] = {"General", "#,##0", "#,##0.00", "0.0%", "0.00", "yyyy-mm-dd", "mmm yy", "#,##0.0000"};
    for (int i = 0; i < STYLES; i++) {
        formats[i] = workbook_add_format(book);
        format_set_num_format(formats[i], patterns[i / 8]);
        if (i % 2) format_set_bold(formats[i]);
        if (i % 4 > 1) format_set_bottom(formats[i], LXW_BORDER_THIN);
        format_set_font_size(formats[i], 10 + i % 3);
    }
    lxw_worksheet *sheet = NULL;
    for (size_t i = 0; i < used; i++) {
        struct cell *cell = &cells[i];
        switch (cell->kind) {
        case 'S': sheet = workbook_add_worksheet(book, cell->text); break;
        case 'N': worksheet_write_number(sheet, cell->row, cell->column, cell->number, formats[cell->style]); break;
        case 'T': worksheet_write_string(sheet, cell->row, cell->column, cell->text, formats[cell->style]); break;
        case 'F':
        case 'G': {
            size_t length = strlen(cell->formula);
            char *formula = malloc(length + 2);
            formula[0] = '=';
            memcpy(formula + 1, cell->formula, length + 1);
            if (cell->kind == 'F')
                worksheet_write_formula_num(sheet, cell->row, cell->column, formula, formats[cell->style], cell->number);
            else
                worksheet_write_formula_str(sheet, cell->row, cell->column, formula, formats[cell->style], cell->text);
            free(formula);
            break;
        }
        default: worksheet_write_blank(sheet, cell->row, cell->column, formats[cell->style]);
        }
    }
    return workbook_close(book);
}

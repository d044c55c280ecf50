"""Why a file, or a row of it, is not taken in, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_


def _wrong(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


_AGAIN = N_("Import it again: what has been taken in already is known and does not come in twice.")
_MEND_ROW = N_("Correct the row and import the file again; what has been taken in already stays as it is.")
_NOTHING = N_("Nothing is to be done.")
_SAVE_AS_CSV = N_("Open it in a spreadsheet and save it as CSV in UTF-8, then import that file.")

FILES: dict[str, Explanation] = {
    "orders.import_setting": _wrong(
        N_("“%(label)s” cannot be %(value)s."),
        N_("%(rule)s"),
        N_("Correct it and try again."),
    ),
    "orders.import_mapping_missing": _wrong(
        N_("No column is chosen for: %(fields)s."),
        N_("An order needs at least a number, a date, and lines with name, quantity and price."),
        N_("Choose the columns that hold them."),
    ),
    "orders.import_mapping_currency": _wrong(
        N_("The currency of the orders is not known."),
        N_("Neither a column nor a currency for all orders is chosen, and none is ever guessed."),
        N_("Choose the column that names the currency, or enter one such as PLN."),
    ),
    "orders.import_heading_missing": _wrong(
        N_("The file has no column “%(heading)s”."),
        N_("It is needed for this way of importing."),
        N_("Check that this is the right file, or choose the columns anew."),
    ),
    "orders.import_heading_twice": _wrong(
        N_("Two columns are called “%(heading)s”."),
        N_("It would not be clear which of them is meant."),
        N_("Give one of them another name in the first row."),
    ),
    "orders.import_no_header": _wrong(
        N_("The first row looks like data, not like headings: %(row)s"),
        N_("The first row must name the columns; with data in it, that order would be lost."),
        N_("Add a first row with the names of the columns."),
    ),
    "orders.import_one_column": _wrong(
        N_("The file has only one column."),
        N_("No sign was found that divides it into several."),
        N_("Choose the dividing sign yourself, or save the table as CSV again."),
    ),
    "orders.import_empty": _wrong(
        N_("The file is empty."),
        N_("There are no orders in it."),
        N_("Choose another file."),
    ),
    "orders.import_file_missing": _wrong(
        N_("The uploaded file is no longer there."),
        N_("It was removed, or this worker does not share the folder MOSTEK_HOME with the panel."),
        N_("Upload the file again."),
    ),
    "orders.import_not_text": _wrong(
        N_("This is not a text file but another kind (%(kind)s)."),
        N_("Orders are read from CSV and JSON, plain or packed with gzip."),
        _SAVE_AS_CSV,
    ),
    "orders.import_damaged": _wrong(
        N_("The packed file is damaged."),
        N_("It cannot be unpacked to its end; perhaps the transfer broke off."),
        N_("Send it again, or unpack it yourself and import the unpacked file."),
    ),
    "orders.import_too_large": _wrong(
        N_("The file has more than %(megabytes)s megabytes when unpacked."),
        N_("Files beyond that size are refused, so that no file can fill the disk."),
        N_("Divide it into several files; an order must stand in one of them as a whole."),
    ),
    "orders.import_line_too_long": _wrong(
        N_("Line %(line)s has more than a million characters."),
        N_("This is no table of orders, or the ends of its lines are missing."),
        _SAVE_AS_CSV,
    ),
    "orders.import_encoding": _wrong(
        N_("Near line %(line)s there are letters that are not %(encoding)s."),
        N_("The file was saved in another encoding, or in two at once; its letters would come in damaged."),
        N_("Choose the right encoding, or save the file in UTF-8."),
    ),
    "orders.import_broken": _wrong(
        N_("The table is broken near line %(line)s."),
        N_("A quotation mark is opened and not closed, or stands in the middle of a cell."),
        N_("Correct that line, or save the table as CSV again. Nothing has been taken in."),
    ),
    "orders.import_no_json": _wrong(
        N_("This is not a JSON file of orders."),
        N_("It must begin with a list “[” or with an object “{”, one on each line."),
        N_("Choose another file, or the right kind of file."),
    ),
    "orders.import_json_broken": _wrong(
        N_("The JSON is broken near line %(line)s."),
        N_("From there on it cannot be understood. JSON that is no list holds one whole order on each line."),
        N_("Correct that place and import the file again."),
    ),
    "orders.import_order_too_large": _wrong(
        N_("Order %(place)s of the file is longer than eight million characters."),
        N_("Its end is missing, or it is no order."),
        N_("Correct that place and import the file again."),
    ),
    "orders.import_nothing_fits": _wrong(
        N_("Not one of the first %(count)s orders could be taken in."),
        N_("Columns, currency or kind of file are probably not what was chosen. The import has stopped."),
        N_("Look at the listed reasons, correct the choices, and import the file again."),
    ),
    "orders.import_failed": Explanation(
        N_("The import broke off."),
        N_("Something unforeseen happened; it is in the log. What had been taken in stands, whole."),
        _AGAIN,
        Remedy.RESEND,
    ),
    "orders.import_interrupted": Explanation(
        N_("The import was interrupted."),
        N_("The program that did it ended before its time. What it had taken in stands, whole."),
        _AGAIN,
        Remedy.RESEND,
    ),
}

ROWS: dict[str, Explanation] = {
    "orders.cell_number": _wrong(
        N_("“%(value)s” in the column “%(column)s” is not a number."),
        N_("Amounts and quantities are numbers such as 1 234,50."),
        _MEND_ROW,
    ),
    "orders.cell_ambiguous": _wrong(
        N_("“%(value)s” in the column “%(column)s” can be read in two ways."),
        N_("The sign may divide thousands or decimals; a wrong guess would be wrong by a thousand times."),
        N_("Choose the decimal sign for this file and import it again."),
    ),
    "orders.cell_date": _wrong(
        N_("“%(value)s” in the column “%(column)s” is not a date."),
        N_("Dates are written as 2026-11-21, 21.11.2026 or 21/11/2026, with or without a time."),
        _MEND_ROW,
    ),
    "orders.import_cells": _wrong(
        N_("The row has %(cells)s cells, but there are %(columns)s columns."),
        N_("A dividing sign inside a cell, without quotation marks, moves all that follows."),
        _MEND_ROW,
    ),
    "orders.import_rows_disagree": _wrong(
        N_("The rows of this order contradict each other in the column “%(column)s”: %(one)s and %(other)s."),
        N_("The column belongs to the whole order, so all its rows must say the same."),
        _MEND_ROW,
    ),
    "orders.import_other_row": _wrong(
        N_("Another row of this order could not be taken in (line %(line)s)."),
        N_("An order is taken in whole or not at all."),
        N_("Correct that row and import the file again."),
    ),
    "orders.country_unread": _wrong(
        N_("The country “%(country)s” is not recognised."),
        N_("The order is taken in without a country; its document may need one."),
        N_("Fill in the country at the order."),
    ),
    "orders.retail_cancellation": _wrong(
        N_("%(number)s is a cancellation, not a sale."),
        N_("It takes back an earlier sale, and the data set does not say which. Corrections are made from the "
           "document that they correct."),
        _NOTHING,
    ),
    "orders.retail_adjustment": _wrong(
        N_("%(number)s is an adjustment of bad debt, not a sale."),
        N_("It belongs into the books, not on an invoice."),
        _NOTHING,
    ),
    "orders.retail_stock": _wrong(
        N_("This row of %(number)s is a correction of stock, not a sale."),
        N_("Its quantity is negative and its price is zero: goods were lost or damaged."),
        _NOTHING,
    ),
    "orders.retail_zero": _wrong(
        N_("The total of %(number)s is zero."),
        N_("Nobody owes anything, so there is nothing to invoice."),
        _NOTHING,
    ),
}  # fmt: skip

EXPLANATIONS = FILES | ROWS

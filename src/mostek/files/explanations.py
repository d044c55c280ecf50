"""Why a file is not made, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "files.nothing_left": Explanation(
        N_("None of the chosen rows is there any more."),
        N_("They were deleted since they were chosen."),
        N_("Choose again in the list."),
        Remedy.WAIT,
    ),
    "files.cannot_print": Explanation(
        N_("The PDF of %(document)s cannot be put together with the others."),
        N_("The program's PDF is damaged or locked, so its pages cannot be copied."),
        N_("Pack the documents into a ZIP instead, or fetch this PDF again."),
        Remedy.RESEND,
    ),
    "files.archive_unwritable": Explanation(
        N_("The archive cannot be written: %(reason)s."),
        N_("The folder %(folder)s must be there and this program must be allowed to write into it."),
        N_("The operator of this installation mends the folder; the next run goes on by itself."),
        Remedy.CONTACT,
    ),
    "files.pattern_placeholder": Explanation(
        N_("The pattern holds {%(name)s}, which is not known."),
        N_("Known are {year}, {month}, {day}, {number}, {reference}, {order}, {buyer}, {kind} and {series}."),
        N_("Correct the pattern, for example {year}/{month}/{number}-{buyer}.pdf."),
        Remedy.CONFIGURE,
    ),
    "files.pattern_number": Explanation(
        N_("The pattern must hold {number} or {reference}."),
        N_("Otherwise one document could not be told from another."),
        N_("Correct the pattern, for example {year}/{month}/{number}-{buyer}.pdf."),
        Remedy.CONFIGURE,
    ),
    "files.pattern_path": Explanation(
        N_("The pattern must lead to a file inside the company's own folder."),
        N_("It may not begin with a slash, hold an empty part, or go up with two dots."),
        N_("Correct the pattern, for example {year}/{month}/{number}-{buyer}.pdf."),
        Remedy.CONFIGURE,
    ),
}

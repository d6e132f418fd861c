// SPDX-License-Identifier: Apache-2.0
// Which part of a long list one page shows, and the links to the others. A page that does not exist is none, never an
// empty one.

/// One page of a list.
struct Paging: Sendable, Equatable {
    /// The rows of this page.
    var range: Range<Int>
    /// The page, from 1.
    var page: Int
    /// How many pages there are, at least one; nil when only whether there is a next one is known.
    var count: Int?
    /// Whether there is a next one.
    var hasNext: Bool

    /// A page of a list whose length is known; nil when there is no such page.
    init?(of total: Int, length: Int, page: Int) {
        let pages = max(1, (total + length - 1) / length)
        guard page >= 1, page <= pages else { return nil }
        (self.page, count, hasNext) = (page, pages, page < pages)
        range = (page - 1) * length..<min(page * length, total)
    }

    /// A page that was read from a store with one row more than it shows.
    init(page: Int, hasNext: Bool) {
        (self.page, self.hasNext, count, range) = (page, hasNext, nil, 0..<0)
    }

    /// The links; nothing when there is but one page. `query` stands before the page's number: "state=open&amp;".
    func markup(_ path: HTML, query: HTML = "") -> HTML {
        guard page > 1 || hasNext else { return .empty }
        // A list of known length is in some order of its own; what comes from the store is newest first.
        let (back, on): (HTML, HTML) = count == nil ? ("Newer", "Older") : ("Before", "Next")
        let before: HTML = page > 1 ? #"<a href="\#(path)?\#(query)page=\#(page - 1)">\#(back)</a> "# : ""
        let after: HTML = hasNext ? #" <a href="\#(path)?\#(query)page=\#(page + 1)">\#(on)</a>"# : ""
        let total: HTML = count.map { " of \($0)" } ?? ""
        return #"<p class="pages">\#(before)Page \#(page)\#(total)\#(after)</p>"#
    }
}

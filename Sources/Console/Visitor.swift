// SPDX-License-Identifier: Apache-2.0
// Who asks: a person who has signed in, a program with a token, or nobody who is known. Pages see the visitor to offer
// what the role allows; whether it is allowed is decided again when it is asked for.

public import Access

/// Who makes a request.
public struct Visitor: Sendable, Equatable {
    /// How the visitor proved who it is.
    public enum Way: String, Sendable, Equatable {
        /// Not at all.
        case anonymous
        /// By the cookie of a session.
        case session
        /// By a token.
        case token
    }

    /// The name; empty for nobody.
    public var name: String
    /// What it may.
    public var role: Role
    /// How it proved who it is.
    public var way: Way
    /// From where: an address, or "local" for the unix socket.
    public var address: String
    /// What the forms of the session carry; nil without one.
    public var formToken: String?

    /// A visitor.
    public init(name: String, role: Role, way: Way, address: String, formToken: String? = nil) {
        (self.name, self.role, self.way, self.address) = (name, role, way, address)
        self.formToken = formToken
    }

    /// Who reads the page that is being written; nil on a console without access control.
    @TaskLocal static var reader: Visitor?

    /// What another request must show to be the same visitor's.
    var holder: String { "\(way.rawValue) \(name) \(formToken ?? "")" }
}

/// The parts of forms.
enum Form {
    /// The hidden field that proves that a form was made for this session.
    static var proof: HTML {
        guard let token = Visitor.reader?.formToken else { return "" }
        return hidden("csrf", token)
    }

    /// A hidden field.
    static func hidden(_ name: HTML, _ value: String) -> HTML {
        #"<input type="hidden" name="\#(name)" value="\#(value, upTo: 600)">"#
    }

    /// A form that goes to a path of ours.
    static func posting(to route: ChangeRoute, _ fields: HTML, button: HTML) -> HTML {
        #"""
        <form method="post" action="\#(route.path)">\#(proof)\#(fields)<button type="submit">\#(button)</button></form>
        """#
    }

    /// Whether the reader of this page may do what a route does.
    static func isOffered(_ route: ChangeRoute) -> Bool {
        guard let reader = Visitor.reader, case .role(let role) = AccessTable.need(of: route) else {
            return false
        }
        return reader.way != .anonymous && reader.role.includes(role)
    }
}

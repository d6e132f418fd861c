// SPDX-License-Identifier: Apache-2.0
// What each key of the mail section decides, in words. How a key is read, within which bounds and with which default is
// never said here: the reader is asked.

extension KeyWords {
    /// As `dock`.
    static let mail = """
        mail | the mail server, and who gets what; see mail.md
        mail.host | the mail server; its certificate must bear this name | \
        | required, but with the `oauth.preset` of a provider
        mail.port | port 25 needs `private_relay` | | 587, or 465 with `security: tls`
        mail.security | TLS from the first octet, or after STARTTLS; there is no unencrypted mode | | \
        starttls, or the provider's
        mail.ca_file | trust these authorities | | the system's
        mail.user | the account; needed with a secret or `oauth` | | none
        mail.password_file | the account's password: a file of mode 0600
        mail.credential | the same from systemd
        mail.auth | the mechanism; `password` takes SCRAM-SHA-256, else PLAIN, else LOGIN | | \
        `password` with a secret, `oauth2` with `oauth`, else `none`
        mail.from | sender
        mail.recipients | lists of addresses by kind of mail
        mail.recipients.alerts | incidents; must not be empty | list of addresses | -
        mail.recipients.digest | daily, weekly, monthly digests; `[]` sends none | list of addresses | \
        the same as `alerts`
        mail.recipients.notices | part notices | list of addresses | the same as `alerts`
        mail.recipients.confirmations | ends of missions | list of addresses | the same as `alerts`
        mail.recipients.compliance | flight records with their files | list of addresses | nobody
        mail.recipients_per_day | beyond it what is no alert waits | | none; 450 with `preset: gmail`
        mail.private_relay | why port 25 may be used: it is your own relay
        mail.pins | keys of which one must be in the server's chain, as `roost mail check` shows them | \
        list of `sha256/BASE64`
        mail.client_certificate_file | for relays that ask for a certificate
        mail.client_key_file | key of that certificate, mode 0600
        mail.client_key_credential | the same from systemd
        mail.heartbeat | signs of life: signed, numbered mails; see `roost watch`
        mail.heartbeat.every | time between two on the ground
        mail.heartbeat.in_flight | time between two while the vehicle is out; not above `every`
        mail.heartbeat.key | the key that signs them, 16 octets or more; `file` or `credential` | mapping | -
        mail.heartbeat.key.file | a file of mode 0600
        mail.heartbeat.key.credential | a credential that systemd hands over
        mail.expiry | how long mails may wait for a server, by their kind
        mail.expiry.incident | alerts | | 45 d
        mail.expiry.escalation | steps of the escalation | | 45 d
        mail.expiry.mission | confirmations and flight records | | 45 d
        mail.expiry.part-notice | part notices | | 45 d
        mail.expiry.digest | digests | | 20 d
        mail.expiry.heartbeat | signs of life | | 5 d
        mail.expiry.expiry | mails about what was given up | | 45 d
        mail.links | ways to the server, from the cheapest to the dearest, at most 8 | list | one without limits
        mail.links[].name | letters, digits, `-`, `_`; not `down`
        mail.links[].kind | over a satellite alerts go in a short form
        mail.links[].interface | the network interface; needed for more than one link without `link_file`
        mail.links[].metered | whether octets are counted | | true for `satellite`
        mail.links[].bytes_per_day | what may cross the socket both ways in a day
        mail.links[].mails_per_day | mails that a server may take in a day
        mail.links[].largest_mail | larger ones wait for another link | | 10 kB for `satellite`
        mail.link_file | a file with one word that the router writes: a link's name, or `down`
        mail.language | language of mails
        mail.groups | names for lists of addresses, at most 50
        mail.groups.NAME | the addresses of the group | list of addresses
        mail.routes | who gets what, when, in which language; at most 50
        mail.routes[].to | addresses and groups | list
        mail.routes[].kinds | only these kinds of mail | list of `incident`, `mission`, `part-notice`, `digest`, \
        `expiry`, `flight-record` | all
        mail.routes[].severity | only incidents of this class or a more urgent one | `P0` to `P5` | all
        mail.routes[].hours | when the route holds, local time | "22:00-06:00" | always
        mail.routes[].days | on which days it holds | list of `mon` to `sun` | every day
        mail.routes[].quiet | its mails wait for the end of these hours; P0 and P1 never wait | "22:00-06:00"
        mail.routes[].language | language of its mails | | `mail.language`
        mail.escalation | who is told when nobody takes note of an alert; at most 10 steps
        mail.escalation[].after | since the incident opened
        mail.escalation[].severity | incidents of this class or a more urgent one | `P0` to `P5` | P1
        mail.escalation[].to | addresses and groups | list
        mail.escalation[].language | language of this step | | `mail.language`
        mail.acknowledge_url | how readers of alerts reach the console | `https://…`, `http://…` | no links in mails
        mail.smime | signing and encryption
        mail.smime.certificate_file | the dock's certificate; signs
        mail.smime.key_file | key of that certificate, mode 0600
        mail.smime.key_credential | the same from systemd
        mail.smime.recipients | certificates by address; their mails are encrypted
        mail.smime.recipients.ADDRESS | the certificate of that address, PEM
        mail.smime.required | every address needs a certificate
        mail.oauth | tokens instead of a password
        mail.oauth.preset | the provider: host, port, security, scope and endpoints
        mail.oauth.grant | how a token is got
        mail.oauth.tenant | Microsoft 365: the tenant's domain or id | | required with `microsoft365`
        mail.oauth.scope | what a token must allow | | the provider's; none with `relay`
        mail.oauth.token_url | where tokens come from | `https://…` | the provider's; required with `relay`
        mail.oauth.device_url | where device codes come from | `https://…` | that of Microsoft 365; else none
        mail.oauth.client_id | id of the registered client; not with `service_account` | \
        | required, but with `service_account`
        mail.oauth.client_secret_file | the client's secret, a file of mode 0600
        mail.oauth.client_secret_credential | the same from systemd
        mail.oauth.client_auth | where the client's secret stands in the request | | `form`; `header` with `relay`
        mail.oauth.certificate_file | a certificate in place of the client's secret (RFC 7523)
        mail.oauth.key_file | its RSA key, mode 0600
        mail.oauth.key_credential | the same from systemd
        mail.oauth.algorithm | how the statement is signed
        mail.oauth.refresh_token_file | a refresh token put there by hand; a new one starts anew
        mail.oauth.refresh_token_credential | the same from systemd
        mail.oauth.service_account_file | JSON key file of a Google service account, mode 0600
        mail.oauth.service_account_credential | the same from systemd
        mail.oauth.ca_file | trust these authorities at the endpoint | | the system's
        """
}

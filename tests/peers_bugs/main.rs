//! Mistakes that were found in other RADIUS implementations, and the test here that each of them would fail.
//!
//! Those that another test proves already are listed; the rest have a test in this folder.
//!
//! # Octets
//!
//! | mistake | test |
//! |---|---|
//! | an attribute of length 0 or 1, past the end or cut short panics, or is taken | `attribute::walk` `framing_errors_…`, vectors `malformed::neg-attr-…` |
//! | a datagram or a reply shorter than a header panics | `packet::decode` `datagrams_shorter_than_a_header_…`, `proto::requester` `only_the_right_reply_…` |
//! | padding behind the packet is an error, or part of the digest | [`packets::padding_is_no_part_of_any_digest`] |
//! | packets over 4096 octets are taken | vectors `malformed::neg-length-gt-4096` |
//! | packets over 4096 octets are sent, or their length wraps | [`packets::packets_over_4096_octets_are_not_sent_and_no_length_wraps`] |
//! | values over 253 octets wrap or are cut; what does not fit is silently left out | `packet::tests` `values_that_cannot_be_sent_…`, `with_keeps_the_first_error_…` |
//! | an unknown attribute costs the whole packet | [`packets::unknown_attributes_cost_nothing`] |
//! | a malformed attribute is taken for absent | `packet::tests` `absent_is_none_and_malformed_is_an_error_…` |
//! | attributes are grouped by type | [`packets::attributes_keep_their_order_through_editing_and_sealing`] |
//! | replies of CoA and Disconnect with Message-Authenticator cannot be made or are refused | vectors `coa::…` |
//! | an IPv4 prefix loses its length; an IPv6 prefix of odd length is refused | `value::address` `ipv4_prefixes_…`, `ipv6_prefixes_…` |
//! | octets that look like hexadecimal or decimal digits are converted | `value::text` `octets_are_written_as_they_are_…`, [`text::octets_stay_what_they_are`] |
//!
//! # Vendors, tags, hiding
//!
//! | mistake | test |
//! |---|---|
//! | a vendor's attribute is written as the packet's attribute of that number | `packet::tests` `golden_vectors_…`, `set_and_remove_act_on_a_vendor_attribute_…` |
//! | setting a vendor attribute a second time panics | `packet::tests` `set_and_remove_act_on_a_vendor_attribute_that_is_already_there` |
//! | removing a vendor attribute beside a malformed one never ends | [`packets::editing_beside_a_malformed_vendor_specific_ends_and_keeps_it`] |
//! | removing a vendor attribute leaves its octets behind; only one in a Vendor-Specific is read | `packet::tests` `several_attributes_in_one_vendor_specific_…` |
//! | tags are not read; a tagged integer takes 5 octets | `packet::tests` `tags_are_read_and_selected_…`, `golden_vectors_…` |
//! | Tunnel-Password goes out without its tag or its length octet | [`packets::an_untagged_tunnel_password_has_its_tag_octet`], vectors `hidden::gen-tunnel-password-…` |
//! | values of 16 octets and more are revealed wrongly | `crypto::hiding` `revealing_chains_on_the_cipher_text`, `tunnel_passwords_of_every_length_…` |
//! | a hidden value that is cut short, or whose length lies, panics or gives noise | `crypto::hiding` `a_tunnel_password_whose_length_lies_…`, `user_password_lengths_…` |
//! | salts repeat within a packet | `packet::tests` `hidden_values_come_back_…` |
//! | the reply's hidden values are read with the reply's authenticator | `server::tests` `a_right_password_is_accepted_…` |
//! | hiding anew for the wire breaks the signature | `server::tests` `a_right_password_is_accepted_…` |
//! | hidden attributes can be sent in clear | [`packets::hidden_values_never_go_out_in_clear`] |
//! | an empty password goes out as nothing; one of zeros panics | [`packets::an_empty_password_takes_one_block`] |
//! | passwords that are not UTF-8 are lost | `packet::tests` `passwords_need_not_be_utf_8_…` |
//! | CHAP ignores spaces at the password's ends | `crypto::chap` `chap_password_of_rfc2865_7_2` |
//! | a request without any password fails with a panic | [`network::a_request_without_a_password_proves_nothing`] |
//! | secrets and passwords are printed | `packet::tests` `hidden_values_come_back_…`, `crypto::secret` `debug_does_not_show_the_secret`, [`network::nothing_secret_is_traced`] |
//!
//! # Signatures
//!
//! | mistake | test |
//! |---|---|
//! | there is no Message-Authenticator, or it stands behind other attributes | [`packets::message_authenticator_is_always_there_and_first`] |
//! | accounting has a Message-Authenticator, or one over the other authenticator is refused | [`packets::accounting_has_no_message_authenticator_and_its_replies_may_have_either`] |
//! | signing needs Message-Authenticator in the dictionary | sealing uses no dictionary: `proto::requester` |
//! | a reply with a wrong identifier, authenticator or code is taken | `proto::requester` `only_the_right_reply_ends_the_wait_p18` |
//! | replies and unknown codes reach a handler | [`packets::replies_are_no_requests_on_any_port`], `proto::service` `each_port_takes_its_own_requests_p7` |
//! | Proxy-State is not copied | `proto::service` `proxy_state_comes_back_unmodified_and_in_order_p27` |
//!
//! # Client
//!
//! | mistake | test |
//! |---|---|
//! | a reply from another address is taken | [`network::a_reply_from_another_address_is_not_taken`] |
//! | a forged reply ends the wait, or the client | [`network::replies_that_do_not_verify_do_not_end_the_wait`] |
//! | the number of retries means something else in each place | [`network::a_request_is_sent_as_often_as_configured_in_the_same_octets`] |
//! | timers are not those of RFC 5080 | `proto::retransmission` |
//! | a wrong secret looks like a dead server | `server::tests` `replies_that_do_not_verify_are_told_apart_from_silence` |
//! | a refused port is waited for | `server::tests` `a_port_where_nothing_listens_…` |
//! | giving a request up stops others, or uses up its identifier | [`network::requests_that_are_given_up_cost_nothing`] |
//! | closing the client leaves others waiting for ever | [`network::dropping_a_client_leaves_the_requests_of_its_clones_alone`] |
//! | the 257th request in flight fails | `server::tests` `more_requests_than_identifiers_…` |
//!
//! # Server
//!
//! | mistake | test |
//! |---|---|
//! | a datagram that is no packet ends the server | [`network::no_datagram_ends_the_server`] |
//! | an error of the socket ends the server | [`network::a_client_that_is_gone_does_not_end_the_server`] |
//! | an error or panic in a handler ends the server | `server::tests` `an_error_or_panic_in_a_handler_…` |
//! | requests over 1024 octets are cut | [`network::a_request_of_4096_octets_is_answered`] |
//! | one slow handler holds up all others | [`network::a_slow_handler_holds_up_nobody`] |
//! | requests are taken without limit | [`network::requests_beyond_the_limit_are_dropped_and_counted`] |
//! | there is one secret for all; the first prefix that fits counts, not the longest | `server::clients` `the_longest_prefix_counts_p17` |
//! | a handler cannot stay silent, or is not awaited | `server::tests` `an_error_or_panic_in_a_handler_…` |
//! | IPv6 does not work | [`network::a_server_serves_ipv6`] |
//! | stopping spins or loses what runs | `server::tests` `serving_ends_when_told_to_…` |
//!
//! # Dictionaries
//!
//! | mistake | test |
//! |---|---|
//! | files that include each other never end | radius-build `load` `a_file_is_read_once_even_in_a_circle` |
//! | values above 16 or 31 bits crash or are cut | radius-build `check` `values_fit_the_type_of_their_attribute`, [`text::a_number_of_32_bits_without_a_name_is_kept`] |
//! | a vendor that is declared again keeps its old format | radius-build `resolver::vendor` `the_last_format_of_a_number_counts_…` |
//! | attributes of one name in two vendors are mixed up | radius-build `resolver::attribute` `names_are_unique_within_a_vendor_only` |
//! | an unknown keyword is skipped in silence; errors have no file and line | radius-build `diagnostic` |
//! | a prefix without a length cannot be written | [`text::an_address_is_the_prefix_that_holds_it_alone`] |

mod network;
mod packets;
mod text;

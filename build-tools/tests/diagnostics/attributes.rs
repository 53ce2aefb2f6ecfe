//! Types, flags and places of attributes.

shows! {

an_unknown_type_names_the_near_one: "ATTRIBUTE\tUser-Name\t1\tstrng\n" => r"
error[D0401]: unknown data type `strng`
 --> dictionary:1:23
  |
1 | ATTRIBUTE    User-Name    1    strng
  |                                ^^^^^ not a data type
  |
  = help: did you mean `string`?
"

a_wrong_length_says_the_right_ones: "ATTRIBUTE Foo 1 octets[254]\n" => r"
error[D0402]: invalid length in `octets[254]`
 --> dictionary:1:17
  |
1 | ATTRIBUTE Foo 1 octets[254]
  |                 ^^^^^^^^^^^ expected `octets[N]` with a number N from 1 to 253
"

vsa_elsewhere_is_an_error: "ATTRIBUTE Foo 27 vsa\n" => r"
error[D0403]: only attribute 26 can have the data type `vsa`
 --> dictionary:1:18
  |
1 | ATTRIBUTE Foo 27 vsa
  |                  ^^^ the type of Vendor-Specific
"

an_unknown_flag_names_the_near_one: "ATTRIBUTE Foo 1 string has_tga\n" => r"
error[D0404]: unknown flag `has_tga`
 --> dictionary:1:24
  |
1 | ATTRIBUTE Foo 1 string has_tga
  |                        ^^^^^^^ neither a flag nor a vendor
  |
  = help: did you mean `has_tag`?
"

a_wrong_value_of_a_flag_says_the_right_ones: "ATTRIBUTE Foo 1 string encrypt=4\n" => r"
error[D0405]: no way of hiding is called `4`
 --> dictionary:1:32
  |
1 | ATTRIBUTE Foo 1 string encrypt=4
  |                                ^ expected 1 or `User-Password`, 2 or `Tunnel-Password`, 3 or `Ascend-Secret`
"

a_flag_that_stands_twice_shows_both: "ATTRIBUTE Foo 1 string secret,secret\n" => r"
error[D0405]: the flag `secret` stands twice
 --> dictionary:1:31
  |
1 | ATTRIBUTE Foo 1 string secret,secret
  |                        ------ ^^^^^^ a second time
  |                        |
  |                        a first time
"

a_flag_of_another_type_shows_the_type: "ATTRIBUTE Foo 1 octets has_tag\n" => r"
error[D0406]: the flag `has_tag` is for numbers of 32 bits and text only
 --> dictionary:1:24
  |
1 | ATTRIBUTE Foo 1 octets has_tag
  |                 ------ ^^^^^^^ needs `integer` or `string`
  |                 |
  |                 its type
"

a_flag_at_the_wrong_place_says_the_right_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 octets concat\nEND-VENDOR Acme\n" => r"
error[D0406]: the flag `concat` is not for the attributes of vendors
 --> dictionary:3:24
  |
3 | ATTRIBUTE Foo 1 octets concat
  |                        ^^^^^^ needs an attribute of the packet
"

an_attribute_with_two_numbers_shows_both: "ATTRIBUTE Foo 1 string\nATTRIBUTE Bar 2 string\nATTRIBUTE foo 3 string\n" => r"
error[D0407]: the attribute `foo` is defined twice with different numbers
 --> dictionary:3:15
  |
1 | ATTRIBUTE Foo 1 string
  |           --- number 1 here
2 | ATTRIBUTE Bar 2 string
3 | ATTRIBUTE foo 3 string
  |               ^ number 3 here
"

a_number_that_does_not_fit_the_vendor_shows_the_format: "VENDOR Acme 32473 format=2,1\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 0x10000 string\nEND-VENDOR Acme\n" => r"
error[D0105]: number 65536 does not fit the attributes of this vendor
 --> dictionary:3:15
  |
1 | VENDOR Acme 32473 format=2,1
  |        ---- its format is 2,1
2 | BEGIN-VENDOR Acme
3 | ATTRIBUTE Foo 0x10000 string
  |               ^^^^^^^ expected 1 to 65535
"

a_number_without_its_end_says_so: "VENDOR Acme 32473\nATTRIBUTE Foo 26.32473 string\n" => r"
error[D0107]: this is the number of a vendor, not of an attribute
 --> dictionary:2:15
  |
2 | ATTRIBUTE Foo 26.32473 string
  |               ^^^^^^^^ expected one more number behind it
"

a_number_of_no_vendor_is_shown: "VENDOR Acme 32473\nATTRIBUTE Foo 26.32474.1 string\n" => r"
error[D0301]: no vendor has the number 32474
 --> dictionary:2:18
  |
2 | ATTRIBUTE Foo 26.32474.1 string
  |                  ^^^^^ no `VENDOR` line before this one defines it
"

a_number_that_is_too_deep_is_shown: "ATTRIBUTE Foo 1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1 string\n" => r"
error[D0108]: attributes stand inside one another more than 16 deep
 --> dictionary:1:15
  |
1 | ATTRIBUTE Foo 1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1 string
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ too deep
"

a_number_that_does_not_fit_a_tlv_is_shown: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.0x100 string\n" => r"
error[D0105]: number 256 does not fit inside a TLV
 --> dictionary:2:17
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- it stands inside this one
2 | ATTRIBUTE Bar 5.0x100 string
  |                 ^^^^^ expected 1 to 255
"

a_parent_that_is_missing_is_shown_once: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1.1 string\nATTRIBUTE Baz 5.1.2 string\nEND-VENDOR Acme\n" => r"
error[D0409]: the vendor `Acme` has no attribute with the number 5.1
 --> dictionary:4:17
  |
4 | ATTRIBUTE Bar 5.1.1 string
  |                 ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it; 1 more line does so
"

a_parent_that_is_missing_in_a_block_shows_the_block: "ATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1.1 string\nEND-TLV Foo\n" => r"
error[D0409]: no attribute has the number 5.1
 --> dictionary:3:15
  |
2 | BEGIN-TLV Foo
  |           --- numbers lead from this TLV
3 | ATTRIBUTE Bar 1.1 string
  |               ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it
"

a_parent_of_the_packet_that_is_missing_is_shown: "ATTRIBUTE Bar 5.1 string\n" => r"
error[D0409]: no attribute has the number 5
 --> dictionary:1:15
  |
1 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it
"

a_parent_that_comes_too_late_shows_its_place: "ATTRIBUTE Bar 5.1 string\nATTRIBUTE Foo 5 tlv\n" => r"
error[D0409]: the attribute `Foo` is defined too late
 --> dictionary:1:15
  |
1 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it
2 | ATTRIBUTE Foo 5 tlv
  |           --- defined only here
"

a_parent_that_is_no_container_shows_its_definition: "ATTRIBUTE Foo 5 octets\nATTRIBUTE Bar 5.1 string\n" => r"
error[D0410]: attributes cannot stand inside `Foo`
 --> dictionary:2:15
  |
1 | ATTRIBUTE Foo 5 octets
  |           --- defined here, and not as `tlv`
2 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it
"

an_extended_type_elsewhere_is_an_error: "ATTRIBUTE Foo 245 extended\n" => r"
error[D0408]: only attributes 241 to 244 can have the data type `extended`
 --> dictionary:1:19
  |
1 | ATTRIBUTE Foo 245 extended
  |                   ^^^^^^^^ a type that RFC 6929 gives to these numbers
  |
  = help: did you mean `long-extended`?
"

a_container_that_becomes_something_else_shows_both: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string\nATTRIBUTE Foo 5 string\n" => r"
error[D0411]: the attribute `Foo` is defined again with a type that cannot hold what is inside
 --> dictionary:3:11
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- attributes stand inside this one
2 | ATTRIBUTE Bar 5.1 string
3 | ATTRIBUTE Foo 5 string
  |           ^^^ defined again here
"

an_attribute_at_two_places_shows_both: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string\nATTRIBUTE Bar 5.2 string\n" => r"
error[D0407]: the attribute `Bar` is defined twice with different numbers
 --> dictionary:3:15
  |
2 | ATTRIBUTE Bar 5.1 string
  |           --- number 5.1 here
3 | ATTRIBUTE Bar 5.2 string
  |               ^^^ number 5.2 here
"

a_tag_inside_a_tlv_is_an_error: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string has_tag\n" => r"
error[D0406]: the flag `has_tag` is not for attributes inside a TLV
 --> dictionary:2:26
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- it stands inside this one
2 | ATTRIBUTE Bar 5.1 string has_tag
  |                          ^^^^^^^ needs an attribute of the packet or of a vendor
"
}

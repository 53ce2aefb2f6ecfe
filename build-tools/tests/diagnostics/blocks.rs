//! Vendors, and the blocks of vendors and TLVs.

shows! {

an_unknown_vendor_names_the_near_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acne\nATTRIBUTE Foo 1 string\nEND-VENDOR Acne\n" => r"
error[D0301]: unknown vendor `Acne`
 --> dictionary:2:14
  |
2 | BEGIN-VENDOR Acne
  |              ^^^^ no `VENDOR` line before this one defines it
  |
  = help: did you mean `Acme`?
"

a_wrong_vendor_format_says_the_right_ones: "VENDOR Acme 32473 format=3,1\n" => r"
error[D0302]: invalid vendor format `3,1`
 --> dictionary:1:19
  |
1 | VENDOR Acme 32473 format=3,1
  |                   ^^^^^^^^^^ expected `format=T,L`: octets of the type (1, 2 or 4) and of the length (0, 1 or 2), or `format=1,1,c`
"

a_vendor_with_two_numbers_shows_both: "VENDOR Acme 32473\nVENDOR ACME 32474\n" => r"
error[D0303]: the vendor `ACME` is defined twice with different numbers
 --> dictionary:2:8
  |
1 | VENDOR Acme 32473
  |        ---- with number 32473 here
2 | VENDOR ACME 32474
  |        ^^^^ with number 32474 here
"

an_end_without_begin_is_an_error: "VENDOR Acme 32473\nEND-VENDOR Acme\n" => r"
error[D0304]: `END-VENDOR` of `Acme` without `BEGIN-VENDOR`
 --> dictionary:2:12
  |
2 | END-VENDOR Acme
  |            ^^^^ no vendor is open here
"

an_end_of_another_vendor_shows_the_open_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 string\n\n\nEND-VENDOR Acne\n" => r"
error[D0305]: `END-VENDOR` names `Acne`, which is not the vendor that is open
 --> dictionary:6:12
  |
2 | BEGIN-VENDOR Acme
  |              ---- this vendor is open
...
6 | END-VENDOR Acne
  |            ^^^^ another vendor
"

a_block_without_end_is_a_warning_at_its_begin: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 string\n" => r"
warning[D0306]: `BEGIN-VENDOR` has no `END-VENDOR` in its file
 --> dictionary:2:14
  |
2 | BEGIN-VENDOR Acme
  |              ^^^^ this block is not closed
"

a_block_of_an_unknown_tlv_names_the_near_one: "ATTRIBUTE Acme-Info 5 tlv\nBEGIN-TLV Acme-Infos\nATTRIBUTE Foo 1 string\nEND-TLV Acme-Infos\n" => r"
error[D0501]: unknown attribute `Acme-Infos`
 --> dictionary:2:11
  |
2 | BEGIN-TLV Acme-Infos
  |           ^^^^^^^^^^ no `ATTRIBUTE` line before this one defines it
  |
  = help: did you mean `Acme-Info`?
"

a_block_of_something_that_is_no_tlv_shows_its_definition: "ATTRIBUTE Foo 5 octets\nBEGIN-TLV Foo\nEND-TLV Foo\n" => r"
error[D0410]: attributes cannot stand inside `Foo`
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 5 octets
  |           --- defined here with another type
2 | BEGIN-TLV Foo
  |           ^^^ expected an attribute of type `tlv`
"

an_end_of_another_tlv_shows_the_open_one: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 6 tlv\nBEGIN-TLV Foo\nEND-TLV Bar\n" => r"
error[D0305]: `END-TLV` names `Bar`, which is not the innermost TLV that is open
 --> dictionary:4:9
  |
3 | BEGIN-TLV Foo
  |           --- this TLV is open
4 | END-TLV Bar
  |         ^^^ another attribute
"

an_end_of_the_vendor_inside_a_tlv_shows_the_open_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1 string\nEND-VENDOR Acme\n" => r"
error[D0305]: `END-VENDOR` of `Acme` inside `BEGIN-TLV`
 --> dictionary:6:12
  |
4 | BEGIN-TLV Foo
  |           --- this TLV is open
5 | ATTRIBUTE Bar 1 string
6 | END-VENDOR Acme
  |            ^^^^ expected `END-TLV` first
"

an_end_of_a_tlv_without_begin_is_an_error: "ATTRIBUTE Foo 5 tlv\nEND-TLV Foo\n" => r"
error[D0304]: `END-TLV` of `Foo` without `BEGIN-TLV`
 --> dictionary:2:9
  |
2 | END-TLV Foo
  |         ^^^ no TLV is open here
"

a_tlv_without_end_is_a_warning_at_its_begin: "ATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1 string\n" => r"
warning[D0306]: `BEGIN-TLV` has no `END-TLV` in its file
 --> dictionary:2:11
  |
2 | BEGIN-TLV Foo
  |           ^^^ this block is not closed
"

a_vendor_in_something_that_holds_none_shows_its_definition: "VENDOR Acme 32473\nATTRIBUTE Foo 241 extended\nBEGIN-VENDOR Acme parent=Foo\nEND-VENDOR Acme\n" => r"
error[D0410]: vendors cannot stand inside `Foo`
 --> dictionary:3:26
  |
2 | ATTRIBUTE Foo 241 extended
  |           --- defined here with another type
3 | BEGIN-VENDOR Acme parent=Foo
  |                          ^^^ expected an attribute of type `evs`
"

a_vendor_in_an_unknown_attribute_names_the_near_one: "VENDOR Acme 32473\nATTRIBUTE Ext-1 241 extended\nATTRIBUTE Ext-VSA-1 241.26 evs\nBEGIN-VENDOR Acme format=Ext-VSA1\nATTRIBUTE Foo 1 string\nEND-VENDOR Acme\n" => r"
error[D0501]: unknown attribute `Ext-VSA1`
 --> dictionary:4:26
  |
4 | BEGIN-VENDOR Acme format=Ext-VSA1
  |                          ^^^^^^^^ no `ATTRIBUTE` line before this one defines it
  |
  = help: did you mean `Ext-VSA-1`?
"
}

// In the admin, a day that the date picker cannot read stays as typed, for the server to
// judge; left alone, the picker puts the present moment in its place without a word.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

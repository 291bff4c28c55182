import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.validate.ValidationEntry;

/** Prints what ical4j, at its strictest, finds wrong with each calendar file. */
public class ValidateCalendars {
    public static void main(String[] files) {
        for (String file : files) {
            String name = Path.of(file).getFileName().toString();
            try (InputStream stream = Files.newInputStream(Path.of(file))) {
                Calendar calendar = new CalendarBuilder().build(stream);
                for (ValidationEntry found : calendar.validate(true).getEntries()) {
                    System.out.println(
                        name + ": " + found.getContext() + ": " + found.getMessage());
                }
            } catch (Exception refused) {
                System.out.println(name + ": " + refused);
            }
        }
    }
}
